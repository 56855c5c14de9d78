"""The encoding of values that cross between grader and worker: plain values in frames, never pickle.

This module imports nothing: the channel is needed before NumPy is loaded, the codec only afterwards.
"""
