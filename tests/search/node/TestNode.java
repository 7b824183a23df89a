import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.elasticsearch.bootstrap.BootstrapInfo;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** One Elasticsearch node in this process, without the distribution's launcher: `java … TestNode HOME`. */
public final class TestNode {
    private static final Map<String, String> SETTINGS = Map.of(
        "cluster.name", "tests",
        "node.name", "tests",
        "discovery.type", "single-node",
        "network.host", "127.0.0.1",
        "http.port", "0",
        "transport.port", "0",
        "cluster.routing.allocation.disk.threshold_enabled", "false",
        "node.store.allow_mmap", "false");

    /** Starts, writes the address into HOME/address once it answers, and stops on SIGTERM. */
    public static void main(String[] words) throws Exception {
        Path home = Path.of(words[0]).toAbsolutePath();
        LogConfigurator.configureESLogging();
        LogConfigurator.configureWithoutConfig(Settings.builder().put("logger.level", "WARN").build());
        BootstrapInfo.init();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            Settings.builder().put("path.home", home.toString()).build(), SETTINGS, home.resolve("config"), () -> "tests");
        Node node = new Node(environment, PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir()), Map.of(), false));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception problem) {
                problem.printStackTrace();
            }
        }));
        node.start();
        int port = node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
        Path half = Files.writeString(home.resolve("address.half"), "127.0.0.1:" + port);
        Files.move(half, home.resolve("address"));
        Thread.currentThread().join();
    }
}
