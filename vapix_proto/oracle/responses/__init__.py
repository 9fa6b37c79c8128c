"""The bytes of responses: each form writes those of the reference device, and recognizes others that mean the same."""
