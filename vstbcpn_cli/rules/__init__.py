"""Judging: one file per rule that has logic, named for what is wrong; one table of words for what the reader records.

Concepts: a `Rule` has a code (VS401), a severity and its Vietnamese words. A `ProblemRule` words one kind of problem
the reader recorded; a `FormRule` looks at every form; a `ConstraintRule` is applied where an edition declares a
constraint of its name; a `SeasonRule` compares units or periods where it is declared, a `ComparisonRule` in every
season. All yield `Fault`s and never raise, print or change.

A check sees a `Scope` (one form, with what earlier layers faulted taken out), its `Line`s and its `Entry`s.

Flow: `registry.py` finds the rules and binds them to an edition, `engine.py` runs them layer by layer over one
submission and then over all, and turns faults into findings in reading order.

Intention: the words of a rule stand beside its logic; a new rule is one new file in the folder of its kind: `form`,
`constraints`, `season`; what the reader records is a kind in `model/problems.py` and a table of `intake/messages.toml`.
"""
