"""The rules that the database holds: how they are applied, whom they give which right, and what they refuse."""
