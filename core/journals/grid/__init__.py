"""The journal grid: pupils by days, with absences, marks and the lesson sheet on one page (`design.md` 5)."""
