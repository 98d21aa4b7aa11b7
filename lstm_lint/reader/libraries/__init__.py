"""What libraries do: one file a library, tables first, code where a table cannot say it."""
