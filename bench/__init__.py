"""The bench: fills a ledger, measures pages and papers side by side with their yardsticks, and prints the limits beside."""
