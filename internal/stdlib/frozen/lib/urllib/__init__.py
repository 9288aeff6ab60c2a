"""What has to do with URLs."""
