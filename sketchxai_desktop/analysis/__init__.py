"""What many strokes and many sketches have in common: groups of shapes, maps, primitives, orders, statistics."""
