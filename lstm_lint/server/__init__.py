"""The language server: findings, shapes and fixes in an editor. The protocol here, the reading in processes apart."""
