"""What the make targets run beside the product; nothing of the product imports it."""
