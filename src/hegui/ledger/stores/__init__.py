"""Where rows lie. One module per engine."""
