"""Names of what the language has had for long."""

annotations = division = generator_stop = print_function = None
absolute_import = unicode_literals = nested_scopes = with_statement = generators = None
