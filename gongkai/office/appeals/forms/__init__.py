"""The forms about appeals."""
