funnelcloud version --help
