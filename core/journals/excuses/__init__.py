"""Why a pupil was away: what the family announced, what the class teacher decided, and the code that follows."""
