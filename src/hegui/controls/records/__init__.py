"""Controls on evidence and operation."""
