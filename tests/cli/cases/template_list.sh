funnelcloud init --list
