import errno
import re
from pathlib import Path

import pytest

from grader.sandbox.confinement.seccomp import ARCHITECTURES, Architecture, build_filter
from grader.sandbox.confinement.syscalls import ALLOWED, Always, Fails, Syscall
from tests.support.bpf_machine import run_filter

ALLOW = 0x7FFF0000
KILL = 0x80000000
NOT_PERMITTED = 0x00050000 | errno.EPERM
NO_SUCH_CALL = 0x00050000 | errno.ENOSYS
OWN_PID = 4711

# Calls that must never be allowed, with their numbers on x86-64 and aarch64, written down independently of
# the table that the filters are built from.
FORBIDDEN = {
    "fork": (57, None),
    "vfork": (58, None),
    "clone": (56, 220),
    "execve": (59, 221),
    "execveat": (322, 281),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept4": (288, 242),
    "sendmsg": (46, 211),
    "recvmsg": (47, 212),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "process_madvise": (440, 440),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_setup": (206, 0),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "userfaultfd": (323, 282),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "timer_create": (222, 107),
    "setitimer": (38, 103),
    "seccomp": (317, 277),
    "prctl": (157, 167),
    "personality": (135, 92),
    "setuid": (105, 146),
    "setresuid": (117, 147),
    "setgroups": (116, 159),
    "capset": (126, 91),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "mkdirat": (258, 34),
    "unlinkat": (263, 35),
    "symlinkat": (266, 36),
    "linkat": (265, 37),
    "renameat2": (316, 276),
    "mknodat": (259, 33),
    "fchmodat": (268, 53),
    "fchownat": (260, 54),
    "utimensat": (280, 88),
    "truncate": (76, 45),
    "ftruncate": (77, 46),
    "fallocate": (285, 47),
    "setxattr": (188, 5),
    "chdir": (80, 49),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "sethostname": (170, 161),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "setpriority": (141, 140),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "setpgid": (109, 154),
    "setsid": (112, 157),
    "landlock_restrict_self": (446, 446),
    "syslog": (103, 116),
    "quotactl": (179, 60),
    "vhangup": (153, 58),
    "pipe2": (293, 59),
    "eventfd2": (290, 19),
    "mlockall": (151, 230),
    "vmsplice": (278, 75),
    "splice": (275, 76),
    "sendfile": (40, 71),
    "copy_file_range": (326, 285),
}

both_architectures = pytest.mark.parametrize("arch", ARCHITECTURES.values(), ids=ARCHITECTURES)


def verdict(arch: Architecture, number: int, *arguments: int) -> int:
    program = build_filter(arch).for_process(OWN_PID)
    return run_filter(program, number=number, arch=arch.audit, arguments=arguments)


def number_of(call: Syscall, arch: Architecture) -> int | None:
    return call.x86_64 if arch.name == "x86_64" else call.aarch64


def named(name: str, arch: Architecture) -> int:
    number = next(number_of(call, arch) for call in ALLOWED if call.name == name)
    assert number is not None
    return number


@both_architectures
def test_only_calls_in_the_table_are_allowed(arch: Architecture) -> None:
    table = {number_of(call, arch): call for call in ALLOWED}
    program = build_filter(arch).for_process(OWN_PID)
    for number in (*range(1024), 0x3FFFFFFF):
        found = run_filter(program, number=number, arch=arch.audit)
        match table.get(number):
            case None:
                assert found == NOT_PERMITTED, number
            case Syscall(rule=Always()):
                assert found == ALLOW, number
            case Syscall(rule=Fails(error)):
                assert found == 0x00050000 | error, number


@both_architectures
def test_dangerous_calls_are_refused(arch: Architecture) -> None:
    for name, (x86_64, aarch64) in FORBIDDEN.items():
        number = x86_64 if arch.name == "x86_64" else aarch64
        if number is not None:
            for argument in (0, 1, OWN_PID, 2**32 - 1):
                assert verdict(arch, number, *[argument] * 6) == NOT_PERMITTED, name


@both_architectures
def test_foreign_architecture_kills_the_caller(arch: Architecture) -> None:
    program = build_filter(arch).for_process(OWN_PID)
    i386, arm = 0x40000003, 0x40000028
    others = {i386, arm, *(other.audit for other in ARCHITECTURES.values())} - {arch.audit}
    for other in others:
        for number in range(512):
            assert run_filter(program, number=number, arch=other) == KILL


@both_architectures
def test_x32_and_negative_numbers_kill_the_caller(arch: Architecture) -> None:
    for number in (0x40000000, 0x40000000 | named("read", arch), 0x40000000 | 59, -1, -2):
        assert verdict(arch, number) == KILL


@both_architectures
def test_newer_calls_seem_not_to_exist(arch: Architecture) -> None:
    assert verdict(arch, named("clone3", arch)) == NO_SUCH_CALL
    assert verdict(arch, named("openat2", arch)) == NO_SUCH_CALL


@both_architectures
@pytest.mark.parametrize("flags", [0o1, 0o2, 0o100, 0o101, 0o1000, 0o2000, 0o20200002, 0o2000001])
def test_files_open_for_reading_only(arch: Architecture, flags: int) -> None:
    openat = named("openat", arch)
    assert verdict(arch, openat, -100, 0x7FFF0000, 0) == ALLOW
    assert verdict(arch, openat, -100, 0x7FFF0000, 0o2000000) == ALLOW
    assert verdict(arch, openat, -100, 0x7FFF0000, flags) == NOT_PERMITTED


@both_architectures
@pytest.mark.parametrize("name", ["kill", "tgkill"])
def test_worker_signals_only_itself(arch: Architecture, name: str) -> None:
    assert verdict(arch, named(name, arch), OWN_PID, 6) == ALLOW
    for other in (0, 1, -1, -OWN_PID, OWN_PID + 1):
        assert verdict(arch, named(name, arch), other, 9) == NOT_PERMITTED


@both_architectures
@pytest.mark.parametrize(
    "command", [8, 10, 1024, 1026, 1033]
)  # F_SETOWN, F_SETSIG, F_SETLEASE, F_NOTIFY, seals
def test_descriptor_cannot_signal_another_process(arch: Architecture, command: int) -> None:
    assert verdict(arch, named("fcntl", arch), 3, 3) == ALLOW
    assert verdict(arch, named("fcntl", arch), 3, command) == NOT_PERMITTED


@both_architectures
@pytest.mark.parametrize("request_number", [0x5412, 0x541C, 0x8901, 0x8902, 0x8910, 0x5452])
def test_terminal_and_socket_controls_are_refused(arch: Architecture, request_number: int) -> None:
    assert verdict(arch, named("ioctl", arch), 0, 0x5401) == ALLOW
    assert verdict(arch, named("ioctl", arch), 0, request_number) == NOT_PERMITTED


@both_architectures
def test_limits_of_other_processes_cannot_be_set(arch: Architecture) -> None:
    assert verdict(arch, named("prlimit64", arch), 0) == ALLOW
    assert verdict(arch, named("prlimit64", arch), 1) == NOT_PERMITTED


@pytest.mark.parametrize(
    "arch, header, pattern",
    [
        ("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", r"#define __NR_(\w+) (\d+)"),
        ("aarch64", "/usr/include/asm-generic/unistd.h", r"#define __NR(?:3264)?_(\w+)\s+(\d+)"),
    ],
)
def test_numbers_match_the_kernel_headers(arch: str, header: str, pattern: str) -> None:
    if not Path(header).exists():
        pytest.skip("the kernel's headers are not installed")
    real = {name: int(number) for name, number in re.findall(pattern, Path(header).read_text("utf-8"))}
    # On aarch64 the 64-bit meaning of two calls goes by another name in the generic header.
    real["newfstatat"] = real.get("newfstatat", real.get("fstatat", -1))
    for call in ALLOWED:
        number = number_of(call, ARCHITECTURES[arch])
        if number is not None:
            assert real[call.name] == number, call.name
    for name, numbers in FORBIDDEN.items():
        number = numbers[arch == "aarch64"]
        if number is not None and name in real:
            assert real[name] == number, name


def test_document_counts_the_permitted_calls() -> None:
    document = (Path(__file__).parents[3] / "docs" / "security.md").read_text(encoding="utf-8")
    permitted = [call for call in ALLOWED if not isinstance(call.rule, Fails)]
    assert f"a list of {len(permitted)} permitted system calls" in document
