"""One method of attribution a file; each has `attribute(value, seed)`. `registry.METHODS` names them all."""
