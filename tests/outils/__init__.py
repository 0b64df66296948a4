"""What tests are made with: builders, specimens, notations, a large PST, the lint of workbooks."""
