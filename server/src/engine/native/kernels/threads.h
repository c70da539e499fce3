// Threads that help the one that calls.
#pragma once

#include <functional>

namespace shapewright {

// Calls task(0) … task(count − 1), each once, on this thread and on up to `threads` − 1 others, and returns when all
// are done. While the helpers are busy for another caller, this thread does all by itself.
void share(int count, int threads, const std::function<void(int)>& task);

}  // namespace shapewright
