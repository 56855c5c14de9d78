"""What keeps a worker in: Landlock, seccomp, resource limits, another user, a bubblewrap container."""
