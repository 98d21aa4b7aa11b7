"""What a name can stand for, and who may ask: values, arrays, the record of a walk, the registry of libraries."""
