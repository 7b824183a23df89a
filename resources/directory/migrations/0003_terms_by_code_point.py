from django.db import migrations


def compare_by_code_point(apps, schema_editor):
    """Let a word's beginnings be a range of values: a French collation would put "z" after what follows it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE directory_term ALTER COLUMN value TYPE varchar(90) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_search_facets")]

    operations = [migrations.RunPython(compare_by_code_point, migrations.RunPython.noop)]
