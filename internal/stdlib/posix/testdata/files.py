import os
import stat
import tempfile

top = tempfile.mkdtemp()
os.mkdir(os.path.join(top, "d"))
fd = os.open(os.path.join(top, "f"), os.O_RDWR | os.O_CREAT)
assert os.write(fd, b"hello") == 5
assert os.lseek(fd, 1, os.SEEK_SET) == 1
assert os.read(fd, 3) == b"ell"
assert os.pread(fd, 10, 0) == b"hello"
assert os.fstat(fd).st_size == 5
os.close(fd)
assert sorted(os.listdir(top)) == ["d", "f"]
with os.scandir(top) as entries:
    kinds = {e.name: (e.is_dir(), e.is_file(), e.is_symlink()) for e in entries}
assert kinds == {"d": (True, False, False), "f": (False, True, False)}
os.symlink("f", os.path.join(top, "l"))
assert os.readlink(os.path.join(top, "l")) == "f"
assert stat.S_ISLNK(os.lstat(os.path.join(top, "l")).st_mode)
os.utime(os.path.join(top, "f"), (1, 2.5))
st = os.stat(os.path.join(top, "f"))
assert (st.st_atime, st.st_mtime_ns, st[7], st[8]) == (1.0, 2500000000, 1, 2)
assert len(st) == 10 and os.stat_result.n_fields == 19
os.rename(os.path.join(top, "f"), os.path.join(top, "g"))
assert not os.path.exists(os.path.join(top, "f"))

r, w = os.pipe()
os.write(w, b"x")
assert os.read(r, 5) == b"x"
os.set_blocking(r, False)
try:
    os.read(r, 1)
except BlockingIOError:
    pass
else:
    assert False
pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 3"], os.environ)
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3
assert os.waitstatus_to_exitcode(os.system("exit 4")) == 4
assert os.path.normpath("/a/../b//c") == "/b/c"
---
import os
os.stat("/no such file")  ### FileNotFoundError: .Errno 2. No such file or directory: '/no such file'
---
import os
os.stat([])  ### TypeError: stat: path should be string, bytes, os.PathLike or integer, not list
---
import os
os.fork()  ### NotImplementedError: fork
