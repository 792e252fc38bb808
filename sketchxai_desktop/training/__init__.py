"""Making checkpoints: packed drawings, augmentation, training, evaluation. Imports no Qt."""
