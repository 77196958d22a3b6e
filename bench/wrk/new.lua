-- Asks for each URL once.
local prefix, last = "", 0

init = function(arguments)
  prefix = arguments[1]
end

request = function()
  last = last + 1
  return wrk.format("GET", prefix .. last .. ".png")
end
