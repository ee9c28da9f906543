"""Official papers: what reports, notices and letters share on their way to Word, a web page or PDF."""
