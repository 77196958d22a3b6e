-- Says in one line what the load saw: requests, microseconds, p50, p99, and how often something failed.
done = function(summary, latency)
  local failed = summary.errors
  io.write(string.format("saw %d %d %d %d %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    failed.connect + failed.read + failed.write + failed.timeout + failed.status))
end
