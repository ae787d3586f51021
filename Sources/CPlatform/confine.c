#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The headers of a distribution are older than its kernel, so what is asked of the kernel is spelt
// here, as its documentation has it.

#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

struct how {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
};

enum { RESOLVE_no_magiclinks = 0x02, RESOLVE_no_symlinks = 0x04, RESOLVE_beneath = 0x08 };

int platform_open_beneath(int folder, const char *path, int flags, int mode) {
    struct how how = {
        .flags = (uint64_t)(flags | O_CLOEXEC),
        .mode = (uint64_t)mode,
        .resolve = RESOLVE_beneath | RESOLVE_no_symlinks | RESOLVE_no_magiclinks,
    };
    int tries = 0;
    long found;
    // EAGAIN says that something was moved on the way; a few times is chance, more is malice.
    do found = syscall(SYS_openat2, folder, path, &how, sizeof how);
    while (found < 0 && (errno == EINTR || (errno == EAGAIN && ++tries < 32)));
    return (int)found;
}

struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scoped;
};

struct path_rule {
    uint64_t allowed;
    int32_t folder;
} __attribute__((packed));

enum {
    FS_execute = 1 << 0,
    FS_write_file = 1 << 1,
    FS_read_file = 1 << 2,
    FS_read_dir = 1 << 3,
    FS_first_version = (1 << 13) - 1,
    FS_refer = 1 << 13,
    FS_truncate = 1 << 14,
    FS_ioctl_device = 1 << 15,
    FS_of_files = FS_execute | FS_write_file | FS_read_file | FS_truncate | FS_ioctl_device,
    NET_bind_and_connect = 3,
    SCOPE_sockets_and_signals = 3,
};

int platform_landlock_abi(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    return version < 0 ? 0 : (int)version;
}

static int allow(int ruleset, const char *path, uint64_t access, uint64_t handled) {
    int place = open(path, O_PATH | O_CLOEXEC);
    if (place < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? 0 : -1;
    struct stat status;
    struct path_rule rule = {.allowed = access & handled, .folder = place};
    int result = fstat(place, &status);
    if (result == 0) {
        if (!S_ISDIR(status.st_mode)) rule.allowed &= FS_of_files;
        result = (int)syscall(SYS_landlock_add_rule, ruleset, 1, &rule, 0);
    }
    int code = errno;
    close(place);
    errno = code;
    return result;
}

int platform_landlock_confine(const char *const readable[], const char *const writable[], int network) {
    int abi = platform_landlock_abi();
    if (abi < 1) {
        errno = ENOSYS;
        return -1;
    }
    struct ruleset rules = {.files = FS_first_version};
    size_t size = sizeof rules.files;
    if (abi >= 2) rules.files |= FS_refer;
    if (abi >= 3) rules.files |= FS_truncate;
    if (abi >= 5) rules.files |= FS_ioctl_device;
    if (abi >= 4) {
        size += sizeof rules.network;
        if (!network) rules.network = NET_bind_and_connect;
    }
    if (abi >= 6) {
        size += sizeof rules.scoped;
        rules.scoped = SCOPE_sockets_and_signals;
    }
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (ruleset < 0) return -1;
    int result = 0;
    for (int index = 0; result == 0 && readable[index]; index++)
        result = allow(ruleset, readable[index], FS_execute | FS_read_file | FS_read_dir, rules.files);
    for (int index = 0; result == 0 && writable[index]; index++)
        result = allow(ruleset, writable[index], ~(uint64_t)0, rules.files);
    if (result == 0) result = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
    int code = errno;
    close(ruleset);
    errno = code;
    return result;
}

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

int platform_has_filters(void) {
#ifdef THIS_ARCHITECTURE
    uint32_t action = SECCOMP_RET_ERRNO;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
#else
    return 0;
#endif
}

#ifdef THIS_ARCHITECTURE
static const int refused_always[] = {
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_bpf, SYS_perf_event_open, SYS_mount,
    SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare, SYS_keyctl, SYS_add_key,
    SYS_request_key, SYS_userfaultfd, SYS_kexec_load, SYS_init_module, SYS_finit_module,
    SYS_delete_module, SYS_open_by_handle_at, SYS_swapon, SYS_swapoff, SYS_reboot,
    425 /* io_uring_setup */, 426 /* io_uring_enter */, 427 /* io_uring_register */,
    429 /* move_mount */, 430 /* fsopen */, 442 /* mount_setattr */,
};
#endif

int platform_filter_calls(int network) {
#ifdef THIS_ARCHITECTURE
    enum { most = 256 };
    struct sock_filter code[most];
    size_t count = 0;
#define PUT(...)                                                                                       \
    do {                                                                                               \
        struct sock_filter line = __VA_ARGS__;                                                         \
        code[count++] = line;                                                                          \
    } while (0)
#define REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA))
    // A call of another architecture has other numbers: nothing of it is let through.
    PUT(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
    PUT(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0));
    PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    PUT(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
#if defined(__x86_64__)
    PUT(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
    PUT(REFUSE);
#endif
    for (size_t index = 0; index < sizeof refused_always / sizeof *refused_always; index++) {
        PUT(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)refused_always[index], 0, 1));
        PUT(REFUSE);
    }
    if (!network) {
        PUT(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 1));
        PUT(REFUSE);
    }
    PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    struct sock_fprog program = {.len = (unsigned short)count, .filter = code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
#else
    (void)network;
    errno = ENOSYS;
    return -1;
#endif
}

int platform_empty_network(void) { return unshare(CLONE_NEWNET); }

int platform_no_new_privileges(void) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return -1;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static int lower(int resource, uint64_t bound) {
    struct rlimit present;
    if (getrlimit((__rlimit_resource_t)resource, &present) != 0) return -1;
    if (present.rlim_max != RLIM_INFINITY && present.rlim_max < bound) bound = present.rlim_max;
    struct rlimit wanted = {(rlim_t)bound, (rlim_t)bound};
    return setrlimit((__rlimit_resource_t)resource, &wanted);
}

int platform_set_limits(uint64_t file_bytes, uint64_t memory_bytes, uint64_t processes, uint64_t descriptors) {
    if (lower(RLIMIT_FSIZE, file_bytes) != 0) return -1;
    if (lower(RLIMIT_AS, memory_bytes) != 0) return -1;
    if (lower(RLIMIT_NPROC, processes) != 0) return -1;
    if (lower(RLIMIT_NOFILE, descriptors) != 0) return -1;
    return lower(RLIMIT_CORE, 0);
}
