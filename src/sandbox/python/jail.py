"""Isolates scripts: namespaces of their own if the kernel allows them to every user, and resource limits on all systems.

A jailed script reads the machine's files, but for folders that are hidden from it; writes to a /tmp of its own alone; sees
no process but those that it started, and none of them outlives it. On its network only the sandbox answers.
"""

import ctypes
import os
import platform
import resource
import shutil
import signal
import sys
import tempfile

import jail_network

MEBIBYTE = 1024 * 1024
# AWS's limits for Python scripts: 512 MB of memory and of disk.
MEMORY = 512 * MEBIBYTE
DISK = 512 * MEBIBYTE
# Reserved and mostly unused addresses, such as the stacks of threads. Linux counts them, AWS does not.
UNUSED = 256 * MEBIBYTE
OPEN_FILES = 1024
PROCESSES = 4096

# From the kernel's headers: sched.h, mount.h, prctl.h.
CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000
AT_FDCWD = -100
AT_RECURSIVE = 0x8000
MOUNT_ATTR_RDONLY = 1
# The same on every architecture.
SYS_MOUNT_SETATTR = 442
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
CAPABILITY_VERSION_3 = 0x20080522

# The ids of AWS's runtimes. As a user other than root, no program gains a capability when it starts.
USER_ID = 993
GROUP_ID = 990

# Sockets of the machine's services.
SERVICE_FOLDERS = ("/run", "/var/run")

IS_LINUX = platform.system() == "Linux"
_libc = ctypes.CDLL(None, use_errno=True)


class Jail:
    """Runs each call in namespaces of its own, below those of this process."""

    why_open = None

    def __init__(self):
        self._own_processes = os.open("/proc/self/ns/pid", os.O_RDONLY)

    def fork(self):
        """Like os.fork. The child is the first process of a namespace, whose other processes end with it."""
        _check("unshare", _libc.unshare(CLONE_NEWPID))
        try:
            return os.fork()
        finally:
            # The child cannot return to the former namespace, and need not.
            _libc.setns(self._own_processes, CLONE_NEWPID)

    def move_in(self, name):
        """In the child: mounts an empty /tmp and drops all capabilities. Returns the path of an empty folder."""
        _check("unshare", _libc.unshare(CLONE_NEWNS))
        options = f"size={DISK},mode=700".encode()
        _check("mount /tmp", _libc.mount(b"tmpfs", b"/tmp", b"tmpfs", MS_NOSUID | MS_NODEV, options))
        # In a container with hidden parts of /proc, the kernel refuses this. The container's /proc is then kept.
        _libc.mount(b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None)
        _drop_capabilities()
        return _make_folder("/tmp", name)

    def clear(self, name):
        """The kernel did, when the last process ended."""

    def close(self):
        """The kernel does, when this process ends."""


class OpenHouse:
    """For systems without namespaces: each call has a folder, but its script is not confined to it."""

    def __init__(self, why_open):
        self.why_open = why_open
        self._folder = tempfile.mkdtemp(prefix="fleetbook-")

    def fork(self):
        return os.fork()

    def move_in(self, name):
        return _make_folder(self._folder, name)

    def clear(self, name):
        shutil.rmtree(os.path.join(self._folder, name), ignore_errors=True)

    def close(self):
        shutil.rmtree(self._folder, ignore_errors=True)


def enter(hidden):
    """Moves this process into a jail, while its parent stays outside and waits. Returns a Jail or an OpenHouse.

    hidden: paths of folders that are empty inside
    """
    if not IS_LINUX:
        return OpenHouse("there are no namespaces on this system")
    if _is_in_tmp():
        return OpenHouse("this Python, or a module of it, is in /tmp, in whose place a script has a folder of its own")
    # A separate process tries it first, because a process cannot leave an incomplete jail.
    address = jail_network.sandbox_address(os.environ)
    refusal = _in_child(lambda: _try(hidden, address))
    if refusal != 0:
        return OpenHouse(f"the system does not allow them ({os.strerror(refusal)})")
    forwarder = None if address is None else jail_network.Forwarder(address, end_with_parent)
    listener = _build(hidden, address)
    if forwarder is not None:
        forwarder.take(listener)
    inside = os.fork()
    if inside != 0:
        _wait_for(inside)
    end_with_parent()
    return Jail()


def limit():
    """In a call's process: sets its resource limits before its script starts."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_FSIZE, DISK)
    _lower(resource.RLIMIT_NOFILE, OPEN_FILES)
    if IS_LINUX:
        _lower(resource.RLIMIT_NPROC, PROCESSES)
        # Other systems do not enforce the limit, and do not report the memory in use.
        with open("/proc/self/statm", "rb") as sizes:
            in_use = int(sizes.read().split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, in_use + MEMORY + UNUSED)
        _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def end_with_parent():
    """Asks the kernel to kill this process when its parent ends for any reason."""
    if IS_LINUX:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _is_in_tmp():
    # Without the worker's own folder, whose modules are all loaded before the first script.
    folders = [sys.prefix, sys.base_prefix, *sys.path[1:]]
    return any(os.path.realpath(folder).startswith("/tmp/") for folder in folders if folder)


def _make_folder(*path):
    folder = os.path.join(*path)
    os.mkdir(folder, 0o700)
    return folder


def _try(hidden, address):
    _build(hidden, address)
    refusal = _in_child(lambda: Jail().move_in("trial"))
    if refusal != 0:
        raise OSError(refusal, os.strerror(refusal))


def _in_child(work):
    """Calls the function in a forked process. Returns 0, or the errno of its OSError."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except OSError as error:
            os._exit(error.errno or 255)
        finally:
            os._exit(255)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 255


def _build(hidden, address):
    """Returns the socket that listens inside at the sandbox's address, if there is one."""
    user, group = os.getuid(), os.getgid()
    spaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET
    _check("unshare", _libc.unshare(spaces))
    for name, text in (("setgroups", "deny"), ("uid_map", f"{USER_ID} {user} 1"), ("gid_map", f"{GROUP_ID} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    _check("mount /", _libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))
    needed = _needed_folders()
    for folder in (*SERVICE_FOLDERS, *hidden):
        _hide(folder, needed)
    attributes = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY, 0, 0, 0)
    size = ctypes.sizeof(attributes)
    _check(
        "mount_setattr /",
        _libc.syscall(SYS_MOUNT_SETATTR, AT_FDCWD, b"/", AT_RECURSIVE, ctypes.byref(attributes), size),
    )
    return jail_network.listen_inside(address)


def _needed_folders():
    """The folders of this Python, of its modules, and of the programs that scripts start."""
    programs = os.environ.get("PATH", "").split(os.pathsep)
    # What is in a folder of shims starts what is beside that folder.
    shims = [os.path.dirname(folder) for folder in programs if os.path.basename(folder) == "shims"]
    libraries = os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    given = [sys.prefix, sys.base_prefix, *sys.path, *programs, *shims, *libraries]
    folders = {path for folder in given if folder for path in (os.path.abspath(folder), os.path.realpath(folder))}
    return sorted(filter(os.path.isdir, folders))


def _hide(folder, needed):
    """Mounts an empty folder in its place, in which only the needed folders appear."""
    folder = os.path.realpath(folder)
    if folder == "/" or not os.path.isdir(folder):
        return
    inside = [path for path in needed if path.startswith(f"{folder}/")]
    held = [os.open(path, os.O_PATH | os.O_DIRECTORY) for path in inside]
    _check(f"mount {folder}", _libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", MS_NOSUID | MS_NODEV, b"size=4k"))
    for path, descriptor in zip(inside, held):
        if not os.path.isdir(path):
            os.makedirs(path)
            source = os.fsencode(f"/proc/self/fd/{descriptor}")
            _check(f"mount {path}", _libc.mount(source, os.fsencode(path), None, MS_BIND | MS_REC, None))
        os.close(descriptor)


def _drop_capabilities():
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    _check("capset", _libc.capset(ctypes.byref(header), ctypes.byref(none)))


def _wait_for(process):
    # This process only waits. Standard input and output belong to the process inside.
    os.closerange(0, 2)
    _, status = os.waitpid(process, 0)
    os._exit(0 if status == 0 else 1)


def _lower(limit, value):
    _, most = resource.getrlimit(limit)
    value = value if most == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(limit, (value, value))


def _check(what, result):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
