#include "threads.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace shapewright {
namespace {

class Helpers {
 public:
  // Tries to take the helpers; false where another caller has them.
  bool run(int count, int helpers, const std::function<void(int)>& task) {
    std::unique_lock<std::mutex> turn(turn_, std::try_to_lock);
    if (!turn.owns_lock()) return false;
    while (static_cast<int>(threads_.size()) < helpers) {
      threads_.emplace_back([this] { help(); });
      // They wait for work as long as the process lives.
      threads_.back().detach();
    }
    {
      std::lock_guard<std::mutex> lock(mutex_);
      task_ = &task;
      count_ = count;
      next_ = 0;
      wanted_ = helpers;
      ++round_;
    }
    wake_.notify_all();
    work(task, count);
    std::unique_lock<std::mutex> lock(mutex_);
    // Who has not begun by now finds nothing left.
    wanted_ = 0;
    done_.wait(lock, [this] { return busy_ == 0; });
    return true;
  }

 private:
  void help() {
    std::unique_lock<std::mutex> lock(mutex_);
    for (unsigned seen = 0;;) {
      wake_.wait(lock, [&] { return round_ != seen && wanted_ > 0; });
      seen = round_;
      --wanted_;
      ++busy_;
      const std::function<void(int)>& task = *task_;
      const int count = count_;
      lock.unlock();
      work(task, count);
      lock.lock();
      if (--busy_ == 0) done_.notify_one();
    }
  }

  void work(const std::function<void(int)>& task, int count) {
    for (int index = next_++; index < count; index = next_++) task(index);
  }

  std::mutex turn_, mutex_;
  std::condition_variable wake_, done_;
  std::vector<std::thread> threads_;
  const std::function<void(int)>* task_ = nullptr;
  std::atomic<int> next_{0};
  int count_ = 0, wanted_ = 0, busy_ = 0;
  unsigned round_ = 0;
};

}  // namespace

void share(int count, int threads, const std::function<void(int)>& task) {
  // Never destroyed: the detached threads use it until the process ends.
  static Helpers& helpers = *new Helpers;
  if (threads > 1 && count > 1 && helpers.run(count, std::min(threads, count) - 1, task)) return;
  for (int index = 0; index < count; ++index) task(index);
}

}  // namespace shapewright
