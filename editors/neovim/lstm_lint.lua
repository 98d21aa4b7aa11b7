-- For Neovim 0.7 and newer: copy it into init.lua, or `dofile` it there.
local client

local function attach()
  client = client
    or vim.lsp.start_client({
      name = "lstm-lint",
      cmd = { vim.env.LSTM_LINT_PYTHON or "python3", "-m", "lstm_lint", "server" },
      cmd_cwd = "/", -- Python would take modules from the folder that it starts in
      root_dir = vim.fn.getcwd(),
    })
  vim.lsp.buf_attach_client(0, client)
end

vim.api.nvim_create_autocmd("FileType", { pattern = { "python", "quarto" }, callback = attach })
