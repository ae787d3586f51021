#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stddef.h>
#include <stdint.h>

#include "confine.h"

/// SHA-256 of `count` bytes into 32 bytes at `digest`.
void platform_sha256(const void *bytes, size_t count, uint8_t *digest);

/// Opaque streaming SHA-256 state; make one, feed it, finish it (which frees it).
typedef struct platform_sha256_stream platform_sha256_stream;
platform_sha256_stream *platform_sha256_make(void);
void platform_sha256_update(platform_sha256_stream *stream, const void *bytes, size_t count);
void platform_sha256_finish(platform_sha256_stream *stream, uint8_t *digest);

/// Milliseconds of CLOCK_BOOTTIME: goes on while the machine sleeps, starts anew at boot.
int64_t platform_boot_milliseconds(void);

/// Asks SQLite not to checkpoint when the last connection closes. Returns an SQLite result code.
int platform_no_checkpoint_on_close(void *database);

/// flock(2) without waiting: 1 taken, 0 held by another process, -1 error (errno says which).
int platform_try_lock(int descriptor);
/// flock(2), waiting for it: 0 taken, -1 error.
int platform_lock(int descriptor);
int platform_unlock(int descriptor);

/// Opens (creating with `mode` when asked) with O_CLOEXEC. Returns the descriptor or -1.
int platform_open(const char *path, int flags, int mode);
/// A pipe, read end first, both ends close-on-exec: 0 or -1.
int platform_pipe(int ends[2]);
/// Has the disk begin to write what a file holds, without waiting. Nothing is durable before fsync; but the
/// fsyncs of several files whose writing has begun share one commit of the file system.
void platform_start_writing(int descriptor);
/// Clears FD_CLOEXEC, so that a lock's descriptor survives exec.
int platform_keep_on_exec(int descriptor);

/// setrlimit(RLIMIT_CORE, 0) and prctl(PR_SET_DUMPABLE) stay the child's own affair; this only forbids core files.
int platform_no_core_files(void);
/// execv that keeps the environment. Returns only on error.
int platform_exec(const char *path, char *const arguments[]);

#endif
