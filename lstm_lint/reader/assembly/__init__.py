"""From the record of a walk to the `Script`."""
