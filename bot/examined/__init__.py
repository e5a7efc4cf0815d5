"""What ``sira doctor`` looks at, a file a concern. Nothing here makes, changes or sends anything to anybody."""
