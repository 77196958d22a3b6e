-- Asks for the paths of a file, one a line, one after the other and again from the beginning.
local requests, last = {}, 0

init = function(arguments)
  local formatted = {}
  for path in io.lines(arguments[1]) do
    formatted[path] = formatted[path] or wrk.format("GET", path)
    requests[#requests + 1] = formatted[path]
  end
end

request = function()
  last = last % #requests + 1
  return requests[last]
end
