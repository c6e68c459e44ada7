/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The few things of the kernel that the program uses, so that no library is needed to build it.
 * Helper numbers are part of the stable interface, bpf-helpers(7).
 */
#ifndef BAUTA_KERNEL_H
#define BAUTA_KERNEL_H

#include <linux/bpf.h>
#include <linux/types.h>

#define SECTION(name) __attribute__((section(name), used))
#define INLINE static inline __attribute__((always_inline))

#define NETWORK_SHORT(x) __builtin_bswap16(x)
#define NETWORK_INT(x) __builtin_bswap32(x)

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "only little-endian machines"
#endif

/* A map, in section "maps", where our own loader finds it by its symbol. */
struct map {
	__u32 type;
	__u32 key_bytes;
	__u32 value_bytes;
	__u32 entries;
	__u32 flags;
};

static void *(*const lookup)(const void *map, const void *key) = (void *)1;
static long (*const redirect_map)(const void *map, __u64 key, __u64 flags) = (void *)51;

#endif
