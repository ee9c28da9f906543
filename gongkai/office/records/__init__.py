"""What every other app of the office stands on: stored files, numbers, keys of posts, sealed personal fields."""
