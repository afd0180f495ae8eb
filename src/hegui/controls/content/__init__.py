"""Controls on what is asked and what is answered."""
