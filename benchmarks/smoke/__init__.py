"""How often smoke training is right: planted defects that it has to confirm, benign changes that it must not."""
