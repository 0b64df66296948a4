"""The sheets that follow the PST through time: what moved since an older séance, where its actions run."""
