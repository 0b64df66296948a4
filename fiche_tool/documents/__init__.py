"""The only place that knows documents other than workbooks."""
