funnelcloud init --help
