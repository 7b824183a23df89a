import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.apache.lucene.analysis.snowball.SnowballFilter;

import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/**
 * The network layer as Elasticsearch ships it, and a stand-in for its module "analysis-common", which no repository of jars
 * holds: what our analysers name, under the official names and settings, over the very Lucene classes that module uses.
 */
public class TestModule extends Netty4Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> found = new HashMap<>();
        found.put("asciifolding", filter(s -> ASCIIFoldingFilter::new));
        found.put("decimal_digit", filter(s -> DecimalDigitFilter::new));
        found.put("arabic_normalization", filter(s -> ArabicNormalizationFilter::new));
        found.put("stemmer", told(s -> stemmer(s.get("language"))));
        found.put("truncate", told(s -> in -> new TruncateTokenFilter(in, s.getAsInt("length", -1))));
        found.put("edge_ngram", filter(s -> {
            int least = s.getAsInt("min_gram", 1), most = s.getAsInt("max_gram", 2);
            return in -> new EdgeNGramTokenFilter(in, least, most, false);
        }));
        found.put("pattern_replace", told(s -> {
            Pattern pattern = Pattern.compile(s.get("pattern"));
            return in -> new PatternReplaceFilter(in, pattern, s.get("replacement", ""), true);
        }));
        found.put("stemmer_override", told(s -> {
            StemmerOverrideFilter.Builder builder = new StemmerOverrideFilter.Builder(false);
            for (String rule : s.getAsList("rules")) {
                String[] sides = rule.split("=>", 2);
                builder.add(sides[0].trim(), sides[1].trim());
            }
            StemmerOverrideFilter.StemmerOverrideMap map = built(builder);
            return in -> new StemmerOverrideFilter(in, map);
        }));
        return found;
    }

    private static StemmerOverrideFilter.StemmerOverrideMap built(StemmerOverrideFilter.Builder builder) {
        try {
            return builder.build();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of("pattern", (index, environment, name, s) -> {
            Pattern pattern = Pattern.compile(s.get("pattern", "\\W+"));
            return TokenizerFactory.newFactory(name, () -> new PatternTokenizer(pattern, s.getAsInt("group", -1)));
        });
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of("mapping", AnalysisPlugin.requiresAnalysisSettings((index, environment, name, s) -> {
            NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
            for (String rule : Analysis.getWordList(environment, s, "mappings")) {
                String[] sides = rule.split("=>", 2);
                builder.add(sides[0].trim(), sides[1].trim());
            }
            NormalizeCharMap map = builder.build();
            return new CharFilterFactory() {
                @Override public String name() { return name; }
                @Override public java.io.Reader create(java.io.Reader in) { return new MappingCharFilter(map, in); }
            };
        }));
    }

    private interface Maker { UnaryOperator<TokenStream> of(Settings settings); }

    private static AnalysisProvider<TokenFilterFactory> filter(Maker maker) {
        return (index, environment, name, settings) -> {
            UnaryOperator<TokenStream> made = maker.of(settings);
            return new TokenFilterFactory() {
                @Override public String name() { return name; }
                @Override public TokenStream create(TokenStream in) { return made.apply(in); }
            };
        };
    }

    /** A filter that means nothing without its settings. */
    private static AnalysisProvider<TokenFilterFactory> told(Maker maker) {
        return AnalysisPlugin.requiresAnalysisSettings(filter(maker));
    }

    private static UnaryOperator<TokenStream> stemmer(String language) {
        return switch (language) {
            case "french" -> in -> new SnowballFilter(in, "French");
            case "english" -> PorterStemFilter::new;
            case "arabic" -> ArabicStemFilter::new;
            default -> throw new IllegalArgumentException("stemmer [" + language + "]: not in this stand-in");
        };
    }
}
