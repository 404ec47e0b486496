"""What opens beside a name, a mark or an average: a few facts, asked for when somebody rests there."""
