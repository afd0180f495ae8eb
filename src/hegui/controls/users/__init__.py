"""Controls on what users are told and how they are heard."""
