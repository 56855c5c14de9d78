"""What crosses the boundary between grader and worker: plain values in frames, never pickle.

Nothing is imported here: the channel is needed before NumPy is, the codec only after.
"""
