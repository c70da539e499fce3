// Vectors of LANES floats, which the compiler of each instruction set turns into its own.
#pragma once

#include <cstddef>

#if !defined(LANES)
#error "LANES is the number of floats in a vector of the instruction set that is compiled for"
#endif

namespace shapewright {
// Each instruction set is compiled from the same sources: without a name of its own, the linker would keep one.
inline namespace LANES_NAMESPACE {

constexpr int kLanes = LANES;

typedef float Vector __attribute__((vector_size(LANES * sizeof(float)), aligned(sizeof(float)), may_alias));

inline Vector load(const float* from) { return *reinterpret_cast<const Vector*>(from); }
inline void store(float* to, Vector value) { *reinterpret_cast<Vector*>(to) = value; }
inline Vector splat(float value) { return value - Vector{}; }

}  // namespace LANES_NAMESPACE
}  // namespace shapewright
