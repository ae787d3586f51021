#ifndef CPLATFORM_CONFINE_H
#define CPLATFORM_CONFINE_H

#include <stdint.h>

/// openat2(2) below `folder`: nothing outside it, no symbolic link on the way, close-on-exec. Returns
/// the descriptor, or -1 with errno: ENOSYS where the kernel has no such call, ELOOP for a link,
/// EXDEV for a way out.
int platform_open_beneath(int folder, const char *path, int flags, int mode);

/// The version of Landlock that this kernel offers, 0 for none.
int platform_landlock_abi(void);

/// Confines this process, and all that it becomes, with Landlock: `readable` may be read and
/// executed, `writable` also written, all else neither. Both lists end with NULL; a path that does not
/// exist is passed over. `network` 0 refuses TCP where the kernel can. Signals and abstract sockets
/// do not leave the domain where the kernel can keep them in. 0, or -1 with errno.
int platform_landlock_confine(const char *const readable[], const char *const writable[], int network);

/// Refuses with a seccomp filter what no agent needs: other processes' memory, mounts, namespaces,
/// kernel modules and keys, io_uring; with `network` 0 every socket too. 0, or -1 with errno.
int platform_filter_calls(int network);

/// 1 where seccomp filters can be had.
int platform_has_filters(void);

/// A network namespace without any interface; needs a privilege. 0, or -1 with errno.
int platform_empty_network(void);

/// PR_SET_NO_NEW_PRIVS, and death with the parent. 0, or -1 with errno.
int platform_no_new_privileges(void);

/// Bounds on what this process and its children may take; a bound that is lower already stays.
/// 0, or -1 with errno.
int platform_set_limits(uint64_t file_bytes, uint64_t memory_bytes, uint64_t processes, uint64_t descriptors);

#endif
