/* A disk whose every sync takes at least so long: put before libc by LD_PRELOAD.

   The speed of a sync swings more than tenfold between machines, and within minutes on a shared
   one. Held here, below Python, the delay is the same for SQLite and for a plain file and costs
   neither of them the interpreter's lock. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

static int held(const char *name, int descriptor) {
  int (*sync_)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  int result = sync_(descriptor);
  int error = errno;
  const char *period = getenv("HELD_SYNC_NS");
  until.tv_nsec += period ? atol(period) : 0;
  until.tv_sec += until.tv_nsec / 1000000000L;
  until.tv_nsec %= 1000000000L;
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0) == EINTR) {
  }
  errno = error;
  return result;
}

int fdatasync(int descriptor) { return held("fdatasync", descriptor); }

int fsync(int descriptor) { return held("fsync", descriptor); }
