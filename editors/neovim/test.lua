-- `nvim --headless -u NONE -c "luafile test.lua" train.py`: a finding is shown, and its fix is chosen and applied.
local here = vim.fn.fnamemodify(debug.getinfo(1).source:sub(2), ":h")
dofile(here .. "/lstm_lint.lua")

local function fail(why)
  print("neovim: " .. why)
  vim.cmd("cquit 1")
end

local function wait(what, condition)
  if not vim.wait(60000, condition, 100) then
    fail("no " .. what)
  end
  print("neovim: " .. what)
end

vim.bo.filetype = "python"

wait("a diagnostic of lstm-lint", function()
  return #vim.diagnostic.get(0) > 0
end)
local found = vim.diagnostic.get(0)[1]
if found.code ~= "LL202" or found.lnum ~= 8 or found.source ~= "lstm-lint" then
  fail("another diagnostic: " .. vim.inspect(found))
end

-- The first action is the fix; a person would choose it from the list.
vim.ui.select = function(items, _, choose)
  for _, item in ipairs(items) do
    local action = item[2] or item.action
    if action.title:find("sigmoid", 1, true) then
      return choose(item, 1)
    end
  end
  fail("no fix among the actions")
end
vim.api.nvim_win_set_cursor(0, { 9, 45 })
vim.lsp.buf.code_action()
wait("the fix is applied", function()
  return vim.api.nvim_buf_get_lines(0, 8, 9, false)[1]:find('"sigmoid"', 1, true) ~= nil
end)
wait("no diagnostic is left", function()
  return #vim.diagnostic.get(0) == 0
end)

vim.api.nvim_win_set_cursor(0, { 9, 12 })
local hover = vim.lsp.buf_request_sync(0, "textDocument/hover", vim.lsp.util.make_position_params(), 20000)
local said
for _, answer in pairs(hover or {}) do
  said = answer.result and answer.result.contents.value
end
if not said or not said:find("(None, 64)", 1, true) then
  fail("no shape in the hover")
end
vim.cmd("write")
print("neovim: passed")
vim.cmd("qall!")
