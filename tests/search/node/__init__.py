"""A real Elasticsearch for the tests, from the jars published for Java programs: no distribution, no container.

Real: the server itself (8.19.4), its network layer, Lucene, mappings, queries, aggregations, suggesters, highlighting, aliases.
Stands in: the module "analysis-common", which is published nowhere as a jar; `TestModule.java` registers what our analysers
name under its names, over the same Lucene classes. Not there: scripts, security, TLS, several machines, licensed features.

TEST_ELASTICSEARCH_URL=elasticsearch+https://user:password@host:9200/prefix runs the same tests against a full server.
"""
