funnelcloud init --template refrence
